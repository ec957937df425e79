package trifecta.cli.check;

/** Whether some line has an event. */
enum Delivery {
    /** At least one line surely has it: production has to. */
    CERTAIN,
    /** It was sent, and each connection that it was sent to broke soon after: production may have it. */
    IN_FLIGHT,
    /** It was sent to no line: production cannot have it. */
    NOBODY
}
