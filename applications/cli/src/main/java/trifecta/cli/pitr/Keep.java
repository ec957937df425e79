package trifecta.cli.pitr;

import java.time.Duration;
import java.util.Locale;

/** Why a backup was taken, which says how long it is kept. */
public enum Keep {
    /** By the clock, every day. */
    DAILY(Duration.ofDays(7)),
    /** By a person, before a migration for example. */
    MANUAL(Duration.ofDays(30));

    private final Duration age;

    Keep(Duration age) {
        this.age = age;
    }

    /** The age up to which it stays. */
    public Duration age() {
        return age;
    }

    /** As it is written on the command line and in manifests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }
}
