package trifecta.cli.check;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import trifecta.cli.ConnectionString;
import trifecta.service.OperatingException;

/** Production compared with the exchange's record, both as they were read. */
public final class ProductionCheck {
    /** The record is written to disk at least this often, and more slowly than a fast row reaches production. */
    private static final long RECORD_FLUSH_MILLIS = 500;

    private final Verdict verdict;
    private final long unheard;

    private ProductionCheck(Verdict verdict, long unheard) {
        this.verdict = verdict;
        this.unheard = unheard;
    }

    /**
     * Reads and compares both.
     *
     * @param record folder of the exchange's record
     * @param production connection string
     * @throws OperatingException when one of them cannot be read
     */
    public static ProductionCheck of(Path record, String production) throws InterruptedException {
        Production stored = read(ConnectionString.parse(production));
        Thread.sleep(RECORD_FLUSH_MILLIS); // not for a condition: what production has, the record has by then
        History history = RecordReader.read(record);
        return new ProductionCheck(Comparison.of(history, stored), history.unheard());
    }

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return verdict.isClean();
    }

    /** For people, the five figures last. */
    public List<String> lines() {
        return verdict.lines();
    }

    /** For machines. */
    public Map<String, Object> json() {
        return verdict.json();
    }

    /** Events that some line surely has; summaries are not counted. */
    public long delivered() {
        return verdict.delivered();
    }

    /** By how many the record has more events of a channel than production has rows. */
    public long lacking(String channel) {
        return verdict.parts().stream()
                .filter(part -> part.channel().equals(channel))
                .mapToLong(part -> part.happened() - part.stored())
                .sum();
    }

    /** Events that were not missed because they were too young: none when the record has its end. */
    public long notDue() {
        return verdict.total().of(Remark.NOT_DUE);
    }

    /** Events that were sent to nobody though no fault kept the lines away. */
    public long unheard() {
        return unheard;
    }

    private static Production read(ConnectionString address) {
        try (Connection connection = address.connect()) {
            return ProductionReader.read(connection);
        } catch (SQLException e) {
            throw new OperatingException(
                    "read production", address + ": " + e.getMessage(), "is it up, and is it production?", e);
        }
    }
}
