package trifecta.gatherer;

import java.util.List;
import trifecta.protocol.Command;

/** Commands in words, for the log. */
final class CommandWords {
    private CommandWords() {}

    /** The markets that a command names. */
    static List<String> marketsOf(Command command) {
        return switch (command) {
            case Command.Subscribe subscribe -> subscribe.markets();
            case Command.Update update -> update.markets();
            case Command.Unsubscribe ignored -> List.of();
            case Command.ListSubscriptions ignored -> List.of();
            case Command.Invalid ignored -> List.of();
        };
    }

    /** How many markets a command adds: their first snapshots follow its answer. */
    static int newMarkets(Command command) {
        return switch (command) {
            case Command.Subscribe subscribe -> subscribe.markets().size();
            case Command.Update update ->
                update.action() == Command.Action.ADD_MARKETS ? update.markets().size() : 0;
            case Command.Unsubscribe ignored -> 0;
            case Command.ListSubscriptions ignored -> 0;
            case Command.Invalid ignored -> 0;
        };
    }

    /** Without the whole list of markets. */
    static String brief(Command command) {
        return switch (command) {
            case Command.Subscribe one ->
                "subscribe to " + one.channels() + " for " + one.markets().size() + " markets";
            case Command.Update one ->
                one.action().wireName() + " of " + one.markets().size() + " markets on sid " + one.sid();
            case Command.Unsubscribe one -> "unsubscribe sids " + one.sids();
            case Command.ListSubscriptions ignored -> "list subscriptions";
            case Command.Invalid one -> one.reason();
        };
    }
}
