package trifecta.exchange;

/**
 * The bounds of the protocol side.
 *
 * @param queueBytes what may wait for one connection; more is error 25
 * @param marketsPerSubscription more is error 26; 0: any number
 * @param marketsPerCommand of a change of a subscription or a question for snapshots, more is error 11; 0: any number
 * @param commandsPerSecond more, beyond a burst, is error 27; 0: any number
 * @param restTokensPerSecond what REST allows one caller, a request costs 10; 0: any number
 * @param pongWithinMicros a client that answers no ping for so long is let go
 */
record ExchangeLimits(
        long queueBytes,
        int marketsPerSubscription,
        int marketsPerCommand,
        double commandsPerSecond,
        double commandBurst,
        double restTokensPerSecond,
        long pingEveryMicros,
        long pongWithinMicros) {}
