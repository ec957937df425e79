package trifecta.console;

import java.util.OptionalLong;
import trifecta.service.status.Status;

/** Reads a line's condition from two successive statuses of its gatherer. Pure. */
final class LineJudge implements Judge {
    @Override
    public Finding judge(Status before, Status status) {
        if (changed(before.count("boot"), status.count("boot"))) {
            return new Finding(
                    Condition.RESTARTED,
                    "the gatherer was restarted, boot " + status.count("boot").getAsLong());
        }
        if (grown(before.count("breaks"), status.count("breaks"))) {
            return new Finding(Condition.BROKEN, breakReason(status.object("lastBreak")));
        }
        return switch (status.text("state")) {
            case "starting" -> new Finding(Condition.STARTING, startReason(status));
            case "degraded" -> new Finding(Condition.DEGRADED, degradedReason(status));
            default -> Finding.LIVE;
        };
    }

    @Override
    public String silence() {
        return "it gets nothing while other lines do";
    }

    private static String breakReason(Status lastBreak) {
        String reason = lastBreak.text("reason").isEmpty() ? "spans ended" : lastBreak.text("reason");
        OptionalLong markets = lastBreak.count("markets");
        return markets.isEmpty() ? reason : reason + ", " + markets.getAsLong() + " markets";
    }

    private static String startReason(Status status) {
        String markets = marketsLive(status);
        return markets.isEmpty() ? "it was not live yet" : markets;
    }

    private static String degradedReason(Status status) {
        if (status.text("database").equals("down")) {
            return "its database is down; frames stay in the journal";
        }
        if (status.text("exchange").equals("closed")) {
            return "the exchange says that it is closed";
        }
        if (status.count("connections").orElse(1) == 0) {
            return "it has no connection to the exchange";
        }
        String markets = marketsLive(status);
        if (!markets.isEmpty()) {
            return markets;
        }
        long unplaced = status.count("marketsUnplaced").orElse(0);
        return unplaced > 0
                ? unplaced + " markets are beyond its limits and in no subscription"
                : "it waits for the answers to its subscriptions";
    }

    /** How many of its markets it has, where that is not all. */
    private static String marketsLive(Status status) {
        OptionalLong live = status.count("marketsLive");
        OptionalLong markets = status.count("markets");
        if (live.isEmpty() || markets.isEmpty() || live.getAsLong() >= markets.getAsLong()) {
            return "";
        }
        return live.getAsLong() + " of " + markets.getAsLong() + " markets live";
    }

    private static boolean changed(OptionalLong before, OptionalLong now) {
        return before.isPresent() && now.isPresent() && before.getAsLong() != now.getAsLong();
    }

    private static boolean grown(OptionalLong before, OptionalLong now) {
        return before.isPresent() && now.isPresent() && now.getAsLong() > before.getAsLong();
    }
}
