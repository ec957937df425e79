package trifecta.cli.look;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
import trifecta.store.views.Amount;
import trifecta.store.views.BookDocument;
import trifecta.store.views.TimeText;

/**
 * An answer about a book, for people or machines.
 *
 * @param depth levels of each side in the table
 */
record BookReport(BookDocument document, int depth) {
    /**
     * Prints it.
     *
     * @return the exit code
     * @throws OperatingException when there is nothing to print
     */
    int print(CommandLine command, Terminal terminal, Format format) {
        return switch (document.answer()) {
            case BookAnswer.NoMarket() -> throw Exit.noMarket(document.ticker());
            case BookAnswer.NotYet(long first) ->
                throw none(first == Times.ABSENT ? "it appears with its first snapshot" : "ask for a later time");
            case BookAnswer.Unproven _ ->
                throw none("the database is damaged or it is a defect: keep a copy, then report it");
            case Known _, Gap _ -> printBook(command, terminal, format);
        };
    }

    private OperatingException none(String hint) {
        return new OperatingException(
                "find the book of " + document.ticker() + " at " + TimeText.iso(document.micros()),
                document.sentence(),
                hint);
    }

    private int printBook(CommandLine command, Terminal terminal, Format format) {
        PrintWriter out = command.getOut();
        switch (format) {
            case TABLE -> table(terminal).forEach(out::println);
            case CSV -> csv(command);
            case JSON -> out.println(Json.writeIndented(document.json()));
        }
        out.flush();
        boolean isDisputed =
                document.state().filter(state -> state == State.DISPUTED).isPresent();
        return document.isGap() || isDisputed ? Exit.INCOMPLETE : ExitCode.OK;
    }

    private List<String> table(Terminal terminal) {
        List<String> lines = new ArrayList<>(Paragraph.lines(
                document.ticker() + " at " + TimeText.table(document.micros()) + " UTC", Paragraph.COLUMNS));
        boolean isGap = document.isGap();
        document.book().ifPresent(state -> {
            lines.add("");
            Ladder.of(state.levels())
                    .lines(depth)
                    .forEach(line -> lines.add(isGap ? terminal.coloured(Colour.DIM, line) : line));
        });
        lines.add("");
        document.book().ifPresent(state -> lines.addAll(Labelled.lines("last change", lastChange(state))));
        Colour colour = document.state().map(Said::colour).orElse(Colour.YELLOW);
        lines.addAll(Labelled.lines(
                terminal,
                colour,
                document.word(),
                document.sentence().replace("this is the last", "above is the last")));
        return lines;
    }

    private static String lastChange(BookState book) {
        return book.seq() == BookState.NO_SEQ
                ? "none since the snapshot of " + TimeText.iso(book.micros())
                : TimeText.iso(book.micros())
                        + (book.exchangeMicros() == Times.ABSENT ? " by the time of receipt" : "") + ", seq "
                        + book.seq();
    }

    private void csv(CommandLine command) {
        Csv csv = new Csv(command.getOut(), "market_ticker,at,state,exchange_ts,seq,side,price,size");
        String state = document.state().map(State::word).orElse("");
        document.book()
                .ifPresent(known -> known.levels()
                        .forEach(level -> csv.row(
                                document.ticker(),
                                TimeText.iso(document.micros()),
                                state,
                                TimeText.iso(known.exchangeMicros()),
                                known.seq() == BookState.NO_SEQ ? null : known.seq(),
                                side(level.side()),
                                Amount.price(level.priceMicros()).toPlainString(),
                                Amount.size(level.sizeHundredths()).toPlainString())));
        if (!(document.answer() instanceof Known known && known.isComplete())) {
            command.getErr().println("trifecta book: " + document.word() + ", " + document.sentence());
        }
    }

    private static String side(Side side) {
        return side == Side.YES ? "yes" : "no";
    }
}
