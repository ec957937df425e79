package trifecta.cli.drill;

import java.time.Duration;
import java.util.Map;
import trifecta.service.Application;
import trifecta.service.Config;
import trifecta.service.Launch;
import trifecta.service.OperatingException;
import trifecta.service.ServiceContext;

/** Runs a drill as a component runs: asked to stop (Ctrl-C), it ends what it has started before the process goes. */
final class DrillRun implements Application<DrillRun.Play> {
    /** For all processes of a stack to end. */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(90);

    private final Play play;

    /** What is rehearsed. Interrupted when it is to end. */
    interface Play {
        /** @return the exit code */
        int run() throws InterruptedException;
    }

    DrillRun(Play play) {
        this.play = play;
    }

    /** Plays it in the foreground. */
    static int play(Play play) throws Exception {
        return Launch.run(new DrillRun(play), Config.of(Map.of()));
    }

    @Override
    public String name() {
        return "drill";
    }

    @Override
    public String summary() {
        return "rehearse failures";
    }

    @Override
    public Play configure(Config config) {
        return play;
    }

    @Override
    public int run(Play configured, ServiceContext context) throws InterruptedException {
        Thread player = Thread.currentThread();
        Thread watcher = Thread.ofVirtual().start(() -> interruptAtStop(player, context));
        try {
            return configured.run();
        } catch (InterruptedException e) {
            if (!context.stopping()) {
                throw e;
            }
            throw new OperatingException("drill", "stopped before its end", "its processes have ended", e);
        } finally {
            watcher.interrupt();
        }
    }

    @Override
    public Duration stopDeadline() {
        return STOP_DEADLINE;
    }

    private static void interruptAtStop(Thread player, ServiceContext context) {
        try {
            context.awaitStop();
            player.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it has played to its end
        }
    }
}
