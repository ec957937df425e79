package trifecta.benchmarks.report;

/** What was promised. */
public record Target(Kind kind, double value) {
    /** On which side of the value a figure has to lie. */
    public enum Kind {
        AT_LEAST("≥"),
        BELOW("<"),
        EXACTLY("=");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }
    }

    public static Target atLeast(double value) {
        return new Target(Kind.AT_LEAST, value);
    }

    public static Target below(double value) {
        return new Target(Kind.BELOW, value);
    }

    public static Target exactly(double value) {
        return new Target(Kind.EXACTLY, value);
    }

    boolean reachedBy(double figure) {
        return switch (kind) {
            case AT_LEAST -> figure >= value;
            case BELOW -> figure < value;
            case EXACTLY -> figure == value;
        };
    }

    String sign() {
        return kind.sign;
    }
}
