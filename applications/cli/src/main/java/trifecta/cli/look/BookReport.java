package trifecta.cli.look;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import trifecta.cli.Paragraph;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;
import trifecta.cli.look.FormatOption.Format;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.service.ExitCode;
import trifecta.service.OperatingException;
import trifecta.service.status.Json;
import trifecta.store.history.BookAnswer;
import trifecta.store.history.BookAnswer.Gap;
import trifecta.store.history.BookAnswer.Known;
import trifecta.store.history.BookState;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.history.LedgerWord.Word;

/**
 * An answer about a book, for people or machines.
 *
 * @param micros the instant that was asked for
 * @param depth levels of each side in the table
 */
record BookReport(String ticker, long micros, int depth, BookAnswer answer) {
    /**
     * Prints it.
     *
     * @return the exit code
     * @throws OperatingException when there is nothing to print
     */
    int print(CommandLine command, Terminal terminal, Format format) {
        return switch (answer) {
            case BookAnswer.NoMarket() -> throw Exit.noMarket(ticker);
            case BookAnswer.NotYet(long first) ->
                throw none(
                        first == Times.ABSENT
                                ? "nothing of it was recorded"
                                : "nothing of it was recorded before " + TimeText.iso(first),
                        first == Times.ABSENT ? "it appears with its first snapshot" : "ask for a later time");
            case BookAnswer.Unproven(long seq, long _) ->
                throw none(
                        "none of the books that production kept leads to the hash of its row " + seq,
                        "the database is damaged or it is a defect: keep a copy, then report it");
            case Known known -> print(command, terminal, format, Optional.of(known.book()), known.word(), false);
            case Gap gap -> print(command, terminal, format, gap.lastKnown(), gap.word(), true);
        };
    }

    /** The same for the latest book, which may be newer than this machine's clock. */
    static BookReport latest(String ticker, long nowMicros, int depth, BookAnswer answer) {
        long micros =
                answer instanceof Known known ? Math.max(nowMicros, known.book().micros()) : nowMicros;
        return new BookReport(ticker, micros, depth, answer);
    }

    private OperatingException none(String facts, String hint) {
        return new OperatingException("find the book of " + ticker + " at " + TimeText.iso(micros), facts, hint);
    }

    private int print(
            CommandLine command,
            Terminal terminal,
            Format format,
            Optional<BookState> book,
            Optional<Word> word,
            boolean isGap) {
        PrintWriter out = command.getOut();
        switch (format) {
            case TABLE -> table(terminal, book, word).forEach(out::println);
            case CSV -> csv(command, book, word);
            case JSON -> out.println(Json.writeIndented(json(book, word)));
        }
        out.flush();
        boolean isDisputed = word.filter(said -> said.state() == State.DISPUTED).isPresent();
        return isGap || isDisputed ? Exit.INCOMPLETE : ExitCode.OK;
    }

    private List<String> table(Terminal terminal, Optional<BookState> book, Optional<Word> word) {
        List<String> lines =
                new ArrayList<>(Paragraph.lines(ticker + " at " + TimeText.table(micros) + " UTC", Paragraph.COLUMNS));
        boolean isGap = answer instanceof Gap;
        book.ifPresent(state -> {
            lines.add("");
            Ladder.of(state.levels())
                    .lines(depth)
                    .forEach(line -> lines.add(isGap ? terminal.coloured(Colour.DIM, line) : line));
        });
        lines.add("");
        book.ifPresent(state -> lines.addAll(Labelled.lines("last change", lastChange(state))));
        lines.addAll(verdict(terminal, book, word));
        return lines;
    }

    private static String lastChange(BookState book) {
        return book.seq() == BookState.NO_SEQ
                ? "none since the snapshot of " + TimeText.iso(book.micros())
                : TimeText.iso(book.micros())
                        + (book.exchangeMicros() == Times.ABSENT ? " by the time of receipt" : "") + ", seq "
                        + book.seq();
    }

    /** The ledger's word on the instant, in a line or two. */
    private List<String> verdict(Terminal terminal, Optional<BookState> book, Optional<Word> word) {
        String label = answer instanceof Gap
                ? State.GAP.word()
                : word.map(said -> said.state().word()).orElse("not told");
        Colour colour = answer instanceof Gap
                ? Colour.RED
                : word.map(said -> Said.colour(said.state())).orElse(Colour.YELLOW);
        return Labelled.lines(terminal, colour, label, verdict(book, word));
    }

    private String verdict(Optional<BookState> book, Optional<Word> word) {
        if (answer instanceof Gap gap) {
            return "something may be missing"
                    + (gap.fromMicros() == Times.ABSENT ? "" : " from " + TimeText.iso(gap.fromMicros()))
                    + (gap.untilMicros() == Times.ABSENT ? "" : " until " + TimeText.iso(gap.untilMicros()))
                    + (gap.reason().isEmpty() ? "" : ": " + gap.reason())
                    + (book.isPresent()
                            ? "; above is the last book known, it may have changed unseen"
                            : "; no book is known before it");
        }
        BookState known = book.orElseThrow();
        String complete = "complete since " + TimeText.iso(known.completeSinceMicros())
                + (known.verifiedMicros() == Times.ABSENT
                        ? ", not verified by a snapshot yet"
                        : ", verified at " + TimeText.iso(known.verifiedMicros()));
        return word.map(said -> switch (said.state()) {
                    case RECEIVED, VERIFIED -> complete;
                    case PROVISIONAL, DISPUTED, GAP -> Said.meaning(said.state()) + reason(said) + "; " + complete;
                })
                .orElse("the ledger says nothing of this instant yet; as far as production has it, " + complete);
    }

    private static String reason(Word word) {
        return word.reason().isEmpty() ? "" : " (" + word.reason() + ")";
    }

    private void csv(CommandLine command, Optional<BookState> book, Optional<Word> word) {
        Csv csv = new Csv(command.getOut(), "market_ticker,at,state,exchange_ts,seq,side,price,size");
        String state = answer instanceof Gap
                ? State.GAP.word()
                : word.map(said -> said.state().word()).orElse("");
        book.ifPresent(known -> known.levels()
                .forEach(level -> csv.row(
                        ticker,
                        TimeText.iso(micros),
                        state,
                        TimeText.iso(known.exchangeMicros()),
                        known.seq() == BookState.NO_SEQ ? null : known.seq(),
                        side(level.side()),
                        Amount.price(level.priceMicros()).toPlainString(),
                        Amount.size(level.sizeHundredths()).toPlainString())));
        if (!(answer instanceof Known known && known.isComplete())) {
            command.getErr()
                    .println("trifecta book: " + (state.isEmpty() ? "not told" : state) + ", "
                            + verdict(book, word).replace("above is", "this is"));
        }
    }

    private Map<String, @Nullable Object> json(Optional<BookState> book, Optional<Word> word) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("at", TimeText.iso(micros));
        json.put("complete", answer instanceof Known known && known.isComplete());
        json.put("gap", answer instanceof Gap gap ? gap(gap) : null);
        json.put("ledger", Said.json(word));
        json.put("book", book.map(BookReport::json).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> gap(Gap gap) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", Said.blankAsNull(TimeText.iso(gap.fromMicros())));
        json.put("until", Said.blankAsNull(TimeText.iso(gap.untilMicros())));
        json.put("reason", Said.blankAsNull(gap.reason()));
        return json;
    }

    private static Map<String, @Nullable Object> json(BookState book) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seq", book.seq() == BookState.NO_SEQ ? null : book.seq());
        json.put("exchange_ts", Said.blankAsNull(TimeText.iso(book.exchangeMicros())));
        json.put("received_ts", Said.blankAsNull(TimeText.iso(book.receivedMicros())));
        json.put("book_hash", String.valueOf(book.hash()));
        json.put("complete_since", Said.blankAsNull(TimeText.iso(book.completeSinceMicros())));
        json.put("verified_at", Said.blankAsNull(TimeText.iso(book.verifiedMicros())));
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

    private static String side(Side side) {
        return side == Side.YES ? "yes" : "no";
    }
}
