package trifecta.console.breaking;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as its headers say; null: not said.
 *
 * @param host whom it is for; that it is this machine is the server's to see to
 * @param origin the page that sends it; browsers write it, no page can
 * @param mark {@value BreakApi#MARK}, which no foreign page can send unasked
 */
public record Sender(
        @Nullable String host,
        @Nullable String origin,
        @Nullable String mark) {
    private static final String MEANT = "yes";

    /** Whether it is meant, and no foreign page's. */
    boolean isMeant() {
        return MEANT.equals(mark) && (origin == null || origin.equalsIgnoreCase("http://" + host));
    }
}
