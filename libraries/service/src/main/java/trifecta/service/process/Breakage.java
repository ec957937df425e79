package trifecta.service.process;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What can be broken of a stack on this machine to see it heal, and within what time it has to be whole again by itself. The processes
 * have the names that a stack gives them: {@code gatherer-1}, {@code postgres-gatherer-1}, {@code postgres-production} ....
 */
public enum Breakage {
    /** The process of one gatherer. */
    GATHERER("one gatherer killed", 15, 5),
    /** The processes of all gatherers at once. */
    GATHERERS("all gatherers killed", 30, 10),
    /** The database server of one gatherer. */
    LINE_DATABASE("a gatherer's database killed", 15, 5),
    /** The process that merges. */
    DEDUPLICATOR("deduplicator killed", 5, 10),
    /** The process that merges, which stands still and goes on when another one has taken over. */
    PAUSED_DEDUPLICATOR("deduplicator paused", 15, 10),
    /** All processes that could merge. */
    DEDUPLICATORS("both deduplicators killed", 15, 10),
    /** The database server of production; its time begins when it answers again. */
    PRODUCTION("production killed (once it answers)", 15, 30);

    private static final String GATHERER_PREFIX = "gatherer-";
    private static final String DEDUPLICATOR_PREFIX = "deduplicator-";
    private static final String SERVER_PREFIX = "postgres-";

    private final String words;
    private final Duration target;
    private final Duration promised;

    Breakage(String words, int targetSeconds, int promisedMinutes) {
        this.words = words;
        this.target = Duration.ofSeconds(targetSeconds);
        this.promised = Duration.ofMinutes(promisedMinutes);
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** Within what time it should be whole again. */
    public Duration target() {
        return target;
    }

    /** Within what time it is whole again at the latest, as users are promised. */
    public Duration promised() {
        return promised;
    }

    /** Whether it hits one line of several. */
    public boolean hitsALine() {
        return this == GATHERER || this == LINE_DATABASE;
    }

    /**
     * Makes it happen.
     *
     * @param line the line that is hit, where {@link #hitsALine}
     * @param lines how many there are
     * @param leader the process that merges now
     * @return the process that stands still now and has to be {@linkplain MarkedProcesses#resume resumed}; empty: none
     * @throws trifecta.service.OperatingException when a process does not run
     */
    public String happen(MarkedProcesses processes, int line, int lines, Supplier<String> leader)
            throws InterruptedException {
        switch (this) {
            case GATHERER -> processes.kill(GATHERER_PREFIX + line);
            case GATHERERS -> killAll(processes, GATHERER_PREFIX, lines);
            case LINE_DATABASE -> processes.kill(SERVER_PREFIX + GATHERER_PREFIX + line);
            case DEDUPLICATOR -> processes.kill(leader.get());
            case PAUSED_DEDUPLICATOR -> {
                String merging = leader.get();
                processes.pause(merging);
                return merging;
            }
            case DEDUPLICATORS -> killAll(processes, DEDUPLICATOR_PREFIX, Integer.MAX_VALUE);
            case PRODUCTION -> processes.kill(SERVER_PREFIX + "production");
        }
        return "";
    }

    /** From 1 on, as long as there are any. */
    private static void killAll(MarkedProcesses processes, String prefix, int most) throws InterruptedException {
        for (int number = 1; number <= most && processes.runs(prefix + number); number++) {
            processes.kill(prefix + number);
        }
    }
}
