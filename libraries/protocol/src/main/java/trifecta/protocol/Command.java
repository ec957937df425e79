package trifecta.protocol;

import java.util.List;

/** What a client says. {@code id} is chosen by the client and echoed in the answer. */
public sealed interface Command {
    long id();

    /**
     * @param markets empty: all markets, for channels that allow it
     */
    record Subscribe(long id, List<String> channels, List<String> markets) implements Command {}

    record Update(long id, int sid, Action action, List<String> markets) implements Command {}

    record Unsubscribe(long id, List<Integer> sids) implements Command {}

    record ListSubscriptions(long id) implements Command {}

    /** A command that breaks the protocol, as a server sees it. */
    record Invalid(long id, int errorCode, String reason) implements Command {}

    enum Action {
        ADD_MARKETS("add_markets"),
        DELETE_MARKETS("delete_markets"),
        GET_SNAPSHOT("get_snapshot");

        private final String wireName;

        Action(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
