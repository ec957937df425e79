package trifecta.console;

import java.util.OptionalLong;
import trifecta.service.status.Status;

/**
 * Reads the merged lane's condition from two successive statuses of the deduplicator. A deduplicator that calls itself degraded
 * because a line is missing still merges all there is: the lane stays whole. Pure.
 */
final class MergeJudge implements Judge {
    @Override
    public String silence() {
        return "no row reaches production";
    }

    private static String trouble(Status status) {
        String trouble = status.text("productionTrouble");
        return trouble.isEmpty() ? "the production database does not answer" : trouble;
    }

    @Override
    public Finding judge(Status before, Status status) {
        if (status.text("production").equals("down")) {
            return new Finding(Condition.STORE_DOWN, trouble(status));
        }
        if (status.text("state").equals("standby")) {
            return new Finding(Condition.STARTING, "the standby is taking over");
        }
        if (!before.text("name").isEmpty() && !before.text("name").equals(status.text("name"))) {
            return new Finding(Condition.RESTARTED, status.text("name") + " took over");
        }
        String startedAt = before.text("startedAt");
        if (!startedAt.isEmpty() && !startedAt.equals(status.text("startedAt"))) {
            return new Finding(Condition.RESTARTED, "the deduplicator was restarted");
        }
        OptionalLong gapsBefore = before.count("openGaps");
        OptionalLong gaps = status.count("openGaps");
        if (gaps.isPresent() && gapsBefore.isPresent() && gaps.getAsLong() > gapsBefore.getAsLong()) {
            return new Finding(Condition.GAP, "no line delivered it; open gaps: " + gaps.getAsLong());
        }
        return status.text("state").equals("starting")
                ? new Finding(Condition.STARTING, "the deduplicator is starting")
                : Finding.LIVE;
    }
}
