package trifecta.market;

/** The finaliser of splitmix64: spreads the bits of a number over all 64. */
public final class Splitmix {
    private Splitmix() {}

    public static long mix(long value) {
        long x = value + 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
