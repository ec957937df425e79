package trifecta.exchange;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be wrong with an answer of REST. */
enum RestTrouble {
    /** Refused as if the key were none. */
    UNAUTHORIZED("401"),
    TOO_MANY("429"),
    INTERNAL("500"),
    UNAVAILABLE("503"),
    /** Never answered; the socket stays open. */
    HANG("hang"),
    /** JSON that ends in its middle. */
    TRUNCATED("truncated"),
    /** The cursor leads to the same page again. */
    LOOP("loop"),
    /** What was answered once is answered again for a while, as an edge cache does. */
    CACHED("cached");

    private final String word;

    RestTrouble(String word) {
        this.word = word;
    }

    static Optional<RestTrouble> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(each -> each.word).collect(Collectors.joining(", "));
    }

    /** Whether it changes an answer that was made, rather than stand in its place. */
    boolean needsAnswer() {
        return this == TRUNCATED || this == LOOP;
    }
}
