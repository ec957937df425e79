package trifecta.gatherer;

import trifecta.protocol.Command;

/** What a subscription wants its connection to do next. */
sealed interface Step {
    /** Nothing for now. */
    record Wait() implements Step {}

    /** Send this command; its answer goes to the subscription. */
    record Send(Command command) implements Step {}

    /** Nobody knows any more what the exchange believes: begin with a new connection. */
    record Reconnect(String reason) implements Step {}

    /** The one that waits. */
    Step WAIT = new Wait();
}
