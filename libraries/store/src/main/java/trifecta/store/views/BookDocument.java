package trifecta.store.views;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.store.history.BookAnswer;
import trifecta.store.history.BookAnswer.Gap;
import trifecta.store.history.BookAnswer.Known;
import trifecta.store.history.BookState;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.history.LedgerWord.Word;

/**
 * An answer about a book, as it is told: the ledger's word on the instant, a sentence, and the whole as JSON.
 *
 * @param micros the instant that was asked for
 */
public record BookDocument(String ticker, long micros, BookAnswer answer) {
    /** Stands where the ledger says nothing. */
    public static final String NOT_TOLD = "not told";

    /** The latest book, which may be newer than the clock of the machine that asked. */
    public static BookDocument latest(String ticker, long nowMicros, BookAnswer answer) {
        long micros =
                answer instanceof Known known ? Math.max(nowMicros, known.book().micros()) : nowMicros;
        return new BookDocument(ticker, micros, answer);
    }

    /** The book, or in a gap the last one known before it. */
    public Optional<BookState> book() {
        return switch (answer) {
            case Known known -> Optional.of(known.book());
            case Gap gap -> gap.lastKnown();
            case BookAnswer.NotYet _, BookAnswer.Unproven _, BookAnswer.NoMarket _ -> Optional.empty();
        };
    }

    public boolean isGap() {
        return answer instanceof Gap;
    }

    /** What the ledger says of the instant; in a gap that it does not know, the rows say so. */
    public Optional<State> state() {
        return isGap() ? Optional.of(State.GAP) : ledger().map(Word::state);
    }

    /** The state in a word. */
    public String word() {
        return state().map(State::word).orElse(NOT_TOLD);
    }

    /** How sure the book is, to stand behind {@link #word}; where there is none, why. */
    public String sentence() {
        return switch (answer) {
            case BookAnswer.NoMarket() -> "production has no market of that ticker";
            case BookAnswer.NotYet(long first) ->
                first == Times.ABSENT
                        ? "nothing of it was recorded"
                        : "nothing of it was recorded before " + TimeText.iso(first);
            case BookAnswer.Unproven(long seq, long _) ->
                "none of the books that production kept leads to the hash of its row " + seq;
            case Gap gap -> gap(gap);
            case Known known -> known(known);
        };
    }

    private static String gap(Gap gap) {
        return State.GAP.meaning()
                + (gap.fromMicros() == Times.ABSENT ? "" : " from " + TimeText.iso(gap.fromMicros()))
                + (gap.untilMicros() == Times.ABSENT ? "" : " until " + TimeText.iso(gap.untilMicros()))
                + (gap.reason().isEmpty() ? "" : ": " + gap.reason())
                + (gap.lastKnown().isPresent()
                        ? "; this is the last book known, it may have changed unseen"
                        : "; no book is known before it");
    }

    private static String known(Known known) {
        BookState book = known.book();
        String complete = "complete since " + TimeText.iso(book.completeSinceMicros())
                + (book.verifiedMicros() == Times.ABSENT
                        ? ", not verified by a snapshot yet"
                        : ", verified at " + TimeText.iso(book.verifiedMicros()));
        return known.word()
                .map(said -> switch (said.state()) {
                    case RECEIVED, VERIFIED -> complete;
                    case PROVISIONAL, DISPUTED, GAP ->
                        said.state().meaning() + (said.reason().isEmpty() ? "" : " (" + said.reason() + ")") + "; "
                                + complete;
                })
                .orElse("the ledger says nothing of this instant yet; as far as production has it, " + complete);
    }

    private Optional<Word> ledger() {
        return switch (answer) {
            case Known known -> known.word();
            case Gap gap -> gap.word();
            case BookAnswer.NotYet _, BookAnswer.Unproven _, BookAnswer.NoMarket _ -> Optional.empty();
        };
    }

    /** For machines. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("at", TimeText.iso(micros));
        json.put("complete", answer instanceof Known known && known.isComplete());
        json.put("gap", answer instanceof Gap gap ? json(gap) : null);
        json.put("ledger", ledger().map(BookDocument::json).orElse(null));
        json.put("book", book().map(BookDocument::json).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(Gap gap) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", TimeText.isoOrNull(gap.fromMicros()));
        json.put("until", TimeText.isoOrNull(gap.untilMicros()));
        json.put("reason", gap.reason().isEmpty() ? null : gap.reason());
        return json;
    }

    private static Map<String, @Nullable Object> json(Word said) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", said.state().word());
        json.put("from", TimeText.isoOrNull(said.fromMicros()));
        json.put("until", TimeText.isoOrNull(said.untilMicros()));
        json.put("reason", said.reason().isEmpty() ? null : said.reason());
        return json;
    }

    private static Map<String, @Nullable Object> json(BookState book) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seq", book.seq() == BookState.NO_SEQ ? null : book.seq());
        json.put("exchange_ts", TimeText.isoOrNull(book.exchangeMicros()));
        json.put("received_ts", TimeText.isoOrNull(book.receivedMicros()));
        json.put("book_hash", String.valueOf(book.hash()));
        json.put("complete_since", TimeText.isoOrNull(book.completeSinceMicros()));
        json.put("verified_at", TimeText.isoOrNull(book.verifiedMicros()));
        json.put("yes", levels(book, Side.YES));
        json.put("no", levels(book, Side.NO));
        return json;
    }

    private static List<List<BigDecimal>> levels(BookState book, Side side) {
        return book.levels().stream()
                .filter(level -> level.side() == side)
                .map(level -> List.of(Amount.price(level.priceMicros()), Amount.size(level.sizeHundredths())))
                .toList();
    }
}
