package trifecta.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.service.OperatingException;

/**
 * The truth for whoever checks: every event, who got it, what was withheld, who came and went, which faults were injected. The form is
 * written down in {@code docs/exchange-record.md}. Owned by the sequencer.
 */
final class ExchangeRecord implements AutoCloseable {
    static final int VERSION = 1;

    private static final int WRITE_BYTES = 128 * 1024;
    private static final long FLUSH_EVERY_MICROS = 200_000;
    private static final String NOBODY = "-";

    private final Path file;
    private final OutputStream out;
    private final TextBuffer text = new TextBuffer();
    private long flushedAtMicros;

    private ExchangeRecord(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** A new file in the folder, named by the time. */
    static ExchangeRecord create(Path folder, long nowMicros, String source, int lines) {
        String name = new TextBuffer().instant(nowMicros).toString().replaceAll("[^0-9TZ.]", "");
        Path file = folder.resolve("exchange-" + name + ".record");
        try {
            Files.createDirectories(folder);
            OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            ExchangeRecord record = new ExchangeRecord(file, out);
            record.text
                    .text("H ")
                    .number(VERSION)
                    .text(' ')
                    .number(nowMicros)
                    .text(' ')
                    .number(lines);
            record.text.text(' ').json(source).text('\n');
            record.flush(nowMicros);
            return record;
        } catch (IOException e) {
            throw failure("create the exchange's record", file, e);
        }
    }

    Path file() {
        return file;
    }

    void market(Market market) {
        text.text("M ").number(market.key()).text(' ').text(market.ticker()).text('\n');
        if (text.length() >= WRITE_BYTES) {
            flush(flushedAtMicros); // a million are listed in one turn
        }
    }

    /** The book from which a market's events go on. */
    void base(long index, Market market, List<Level> levels) {
        begin('B', index).number(market.key());
        levels(levels);
    }

    void delta(long index, long wallMicros, Event.Delta delta, long sizeAfter, Audience audience) {
        event('D', index, delta.market(), wallMicros, delta.exchangeMicros());
        text.text(delta.side() == Side.YES ? " y " : " n ").number(delta.priceMicros());
        text.text(' ').number(delta.deltaHundredths()).text(' ').number(sizeAfter);
        end(audience);
    }

    void trade(long index, long wallMicros, Market market, Trade trade, Audience audience) {
        event('T', index, market, wallMicros, trade.exchangeMicros());
        text.text(' ').text(trade.tradeId());
        text.text(' ').number(trade.yesPriceMicros()).text(' ').number(trade.noPriceMicros());
        text.text(' ').number(trade.countHundredths());
        Side taker = trade.takerSide();
        text.text(taker == null ? " -" : taker == Side.YES ? " y" : " n");
        text.text(trade.blockTrade() ? " 1" : " 0");
        end(audience);
    }

    void ticker(long index, long wallMicros, Market market, Ticker ticker, Audience audience) {
        event('K', index, market, wallMicros, ticker.exchangeMicros());
        long[] fields = {
            ticker.priceMicros(),
            ticker.yesBidMicros(),
            ticker.yesAskMicros(),
            ticker.volumeHundredths(),
            ticker.openInterestHundredths(),
            ticker.dollarVolumeMicros(),
            ticker.dollarOpenInterestMicros(),
            ticker.yesBidSizeHundredths(),
            ticker.yesAskSizeHundredths(),
            ticker.lastTradeSizeHundredths()
        };
        for (long field : fields) {
            text.text(' ');
            time(field);
        }
        end(audience);
    }

    void lifecycle(long index, long wallMicros, Event.LifecycleChanged change, Audience audience) {
        event('L', index, change.market(), wallMicros, change.exchangeMicros());
        text.text(' ')
                .text(change.type())
                .text(' ')
                .text(change.subject())
                .text(' ')
                .text(change.eventType());
        audience(audience).text(' ');
        change.body().appendTo(text);
        text.text('\n');
    }

    void cleared(long index, long wallMicros, Event.BookCleared cleared, Audience audience) {
        event('R', index, cleared.market(), wallMicros, cleared.exchangeMicros());
        end(audience);
    }

    void gap(long index, long wallMicros, Market market, List<Level> levels) {
        event('G', index, market, wallMicros, Times.ABSENT);
        levels(levels);
    }

    /**
     * @param hash of the book that it shows
     */
    void snapshot(long index, Subscription to, long seq, Market market, long hash) {
        begin('S', index).number(to.connection().number()).text(' ').number(to.sid());
        text.text(' ').number(seq).text(' ').number(market.key());
        text.text(' ').text(Long.toHexString(hash)).text('\n');
    }

    /** The snapshot that was sent last showed a book of long ago: the one after event {@code since}. */
    void outdated(long index, Subscription to, Market market, long since) {
        begin('Q', index).number(to.connection().number()).text(' ').number(to.sid());
        text.text(' ').number(market.key()).text(' ').number(since).text('\n');
    }

    /** The present event was sent with another time. */
    void skewed(long index, Subscription to, long micros) {
        begin('X', index).number(to.connection().number()).text(' ').number(to.sid());
        text.text(' ').number(micros).text('\n');
    }

    /**
     * @param seq the number that was used up, or {@link Times#ABSENT} where none was
     */
    void withheld(long index, Subscription from, long seq, String reason) {
        begin('W', index)
                .number(from.connection().number())
                .text(' ')
                .number(from.sid())
                .text(' ');
        time(seq);
        text.text(' ').text(reason).text('\n');
    }

    void opened(long index, long wallMicros, Connection connection) {
        begin('O', index).number(wallMicros).text(' ').number(connection.number());
        text.text(' ').number(connection.line().number()).text('\n');
    }

    void subscribed(long index, long wallMicros, Subscription made) {
        begin('U', index).number(wallMicros).text(' ').number(made.connection().number());
        text.text(' ')
                .number(made.sid())
                .text(' ')
                .text(made.channel().wireName())
                .text('\n');
    }

    void unsubscribed(long index, long wallMicros, Subscription ended, String reason) {
        begin('V', index).number(wallMicros).text(' ').number(ended.connection().number());
        text.text(' ').number(ended.sid()).text(' ').text(reason).text('\n');
    }

    /** Markets that joined (+) or left (-) a subscription: their events after this index are meant for it, or no longer. */
    void membership(long index, Subscription subscription, char sign, Market market) {
        begin('A', index).number(subscription.connection().number()).text(' ').number(subscription.sid());
        text.text(' ').text(sign).number(market.key()).text('\n');
    }

    void ponged(long index, long wallMicros, Connection connection) {
        begin('P', index)
                .number(connection.number())
                .text(' ')
                .number(wallMicros)
                .text('\n');
    }

    void closed(long index, long wallMicros, Connection connection, String reason) {
        begin('C', index).number(wallMicros).text(' ').number(connection.number());
        text.text(' ')
                .number(connection.outbox().writtenIndex())
                .text(' ')
                .json(reason)
                .text('\n');
    }

    void fault(long index, long wallMicros, String what) {
        begin('F', index).number(wallMicros).text(' ').text(what).text('\n');
    }

    void flushIfDue(long nowMicros) {
        if (text.length() >= WRITE_BYTES || nowMicros - flushedAtMicros >= FLUSH_EVERY_MICROS) {
            flush(nowMicros);
        }
    }

    void end(long index, long wallMicros) {
        begin('Z', index).number(wallMicros).text('\n');
        flush(wallMicros);
    }

    @Override
    public void close() {
        try (out) {
            out.write(text.bytes(), 0, text.length());
            text.clear();
        } catch (IOException e) {
            throw failure("close the exchange's record", file, e);
        }
    }

    private void flush(long nowMicros) {
        try {
            out.write(text.bytes(), 0, text.length());
        } catch (IOException e) {
            throw failure("write the exchange's record", file, e);
        }
        text.clear();
        flushedAtMicros = nowMicros;
    }

    private void event(char kind, long index, Market market, long wallMicros, long exchangeMicros) {
        begin(kind, index).number(market.key()).text(' ').number(wallMicros).text(' ');
        time(exchangeMicros);
    }

    private TextBuffer begin(char kind, long index) {
        return text.text(kind).text(' ').number(index).text(' ');
    }

    private void time(long value) {
        if (value == Times.ABSENT) {
            text.text(NOBODY);
        } else {
            text.number(value);
        }
    }

    private void levels(List<Level> levels) {
        for (Level level : levels) {
            text.text(level.side() == Side.YES ? " y" : " n").number(level.priceMicros());
            text.text(':').number(level.sizeHundredths());
        }
        text.text('\n');
    }

    private TextBuffer audience(Audience audience) {
        text.text(' ');
        if (audience.size() == 0) {
            return text.text(NOBODY);
        }
        for (int i = 0; i < audience.size(); i++) {
            if (i > 0) {
                text.text(',');
            }
            text.number(audience.connection(i));
        }
        return text;
    }

    private void end(Audience audience) {
        audience(audience).text('\n');
    }

    private static OperatingException failure(String operation, Path file, IOException e) {
        return new OperatingException(
                operation,
                file + ": " + e.getMessage(),
                "the record is the truth for every check, so nothing goes on without it",
                e);
    }
}
