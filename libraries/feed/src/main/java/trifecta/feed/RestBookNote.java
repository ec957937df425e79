package trifecta.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.market.Level;
import trifecta.market.Side;

/**
 * A book as the exchange's REST interface told it, for the journal. As text: the market, then each level as {@code y400000:1000} (side,
 * price in micro-dollars, size in hundredths of a contract), separated by blanks; tickers hold none.
 */
public record RestBookNote(String market, List<Level> levels) {
    public String text() {
        StringBuilder text = new StringBuilder(market);
        for (Level level : levels) {
            text.append(level.side() == Side.YES ? " y" : " n")
                    .append(level.priceMicros())
                    .append(':')
                    .append(level.sizeHundredths());
        }
        return text.toString();
    }

    /** Reads {@link #text}; empty when it is none. */
    static Optional<RestBookNote> of(String text) {
        String[] words = text.split(" ", -1);
        List<Level> levels = new ArrayList<>(words.length);
        try {
            for (int i = 1; i < words.length; i++) {
                int colon = words[i].indexOf(':');
                levels.add(new Level(
                        side(words[i].charAt(0)),
                        Integer.parseInt(words[i], 1, colon, 10),
                        Long.parseLong(words[i], colon + 1, words[i].length(), 10)));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
        return words[0].isEmpty() ? Optional.empty() : Optional.of(new RestBookNote(words[0], levels));
    }

    private static Side side(char letter) {
        return switch (letter) {
            case 'y' -> Side.YES;
            case 'n' -> Side.NO;
            default -> throw new NumberFormatException("no side: " + letter);
        };
    }
}
