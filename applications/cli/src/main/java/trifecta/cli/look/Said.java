package trifecta.cli.look;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.cli.Terminal.Colour;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.history.LedgerWord.Word;

/** The ledger's words for people and for machines. */
final class Said {
    private Said() {}

    /** What a state means for whoever reads the data, to stand behind the word itself. */
    static String meaning(State state) {
        return switch (state) {
            case GAP -> "something may be missing";
            case DISPUTED -> "the lines disagree";
            case PROVISIONAL -> "the proof that nothing is missing is still to come";
            case RECEIVED -> "nothing is missing";
            case VERIFIED -> "nothing is missing, and a snapshot agreed";
        };
    }

    static Colour colour(State state) {
        return switch (state) {
            case RECEIVED, VERIFIED -> Colour.GREEN;
            case PROVISIONAL, DISPUTED -> Colour.YELLOW;
            case GAP -> Colour.RED;
        };
    }

    /** Null where the ledger says nothing. */
    static @Nullable Map<String, @Nullable Object> json(Optional<Word> word) {
        if (word.isEmpty()) {
            return null;
        }
        Word said = word.get();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", said.state().word());
        json.put("from", blankAsNull(TimeText.iso(said.fromMicros())));
        json.put("until", blankAsNull(TimeText.iso(said.untilMicros())));
        json.put("reason", blankAsNull(said.reason()));
        return json;
    }

    static @Nullable String blankAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
