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
