package trifecta.cli.drill;

import java.time.Duration;
import java.util.random.RandomGenerator;
import trifecta.cli.up.Leader;
import trifecta.cli.up.Stack;
import trifecta.service.OperatingException;

/** What can fail of a stack, and within what time it has to be whole again by itself. */
enum Failure {
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

    private final String words;
    private final Duration target;
    private final Duration promised;

    Failure(String words, int targetSeconds, int promisedMinutes) {
        this.words = words;
        this.target = Duration.ofSeconds(targetSeconds);
        this.promised = Duration.ofMinutes(promisedMinutes);
    }

    /** For people. */
    String words() {
        return words;
    }

    /** What we aim at. */
    Duration target() {
        return target;
    }

    /** What is promised to the users. */
    Duration promised() {
        return promised;
    }

    /**
     * Makes it happen.
     *
     * @return the process that stands still, to be resumed; empty: none
     */
    String inject(Rehearsal drill, RandomGenerator random) throws InterruptedException {
        Stack stack = drill.stack();
        int lines = stack.settings().lines();
        switch (this) {
            case GATHERER -> stack.kill(Stack.gatherer(1 + random.nextInt(lines)));
            case GATHERERS -> {
                for (int line = 1; line <= lines; line++) {
                    stack.kill(Stack.gatherer(line));
                }
            }
            case LINE_DATABASE -> stack.kill(Stack.server(Stack.gatherer(1 + random.nextInt(lines))));
            case DEDUPLICATOR -> stack.kill(leader(drill));
            case PAUSED_DEDUPLICATOR -> {
                String leader = leader(drill);
                stack.pause(leader);
                return leader;
            }
            case DEDUPLICATORS -> {
                for (int number = 1; number <= stack.settings().deduplicators(); number++) {
                    stack.kill(Stack.deduplicator(number));
                }
            }
            case PRODUCTION -> stack.kill(Stack.server(Stack.PRODUCTION));
        }
        return "";
    }

    private static String leader(Rehearsal drill) {
        return Leader.process(drill.statuses())
                .orElseThrow(() -> new OperatingException(
                        "drill: find the deduplicator that merges", "none answers", "look into the logs"));
    }
}
