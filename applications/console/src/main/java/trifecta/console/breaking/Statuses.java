package trifecta.console.breaking;

import java.util.Map;
import trifecta.service.status.Status;

/** Asks the processes of a stack for their statuses. */
@FunctionalInterface
public interface Statuses {
    /**
     * Of those that answer, by process name.
     *
     * @param process is not asked, since it stands still; empty: all are asked
     */
    Map<String, Status> without(String process) throws InterruptedException;
}
