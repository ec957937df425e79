package trifecta.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what runs here. */
@Command(name = "version", description = "print the versions of the program and of what it runs on")
final class VersionCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        String version = Main.class.getPackage().getImplementationVersion();
        spec.commandLine()
                .getOut()
                .println("trifecta " + (version == null ? "(built here)" : version) + ", Java " + Runtime.version()
                        + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }
}
