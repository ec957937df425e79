package trifecta.service;

/** Exit codes of every program of ours. */
public final class ExitCode {
    /** All went well. */
    public static final int OK = 0;

    /** Something outside the program did not allow it: the sentence says what. */
    public static final int OPERATING = 1;

    /** The command line or the configuration is wrong. */
    public static final int USAGE = 2;

    /** A defect of the program; as sysexits.h has it (EX_SOFTWARE). */
    public static final int DEFECT = 70;

    private ExitCode() {}
}
