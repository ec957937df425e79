package trifecta.console.look;

/** Production has no market of that ticker. */
final class NoSuchMarket extends Exception {
    private static final long serialVersionUID = 1;
}
