package trifecta.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
        name = "completion",
        description = "print a completion script for bash or zsh",
        footer = {
            "%nFor this shell:  source <(trifecta completion bash)",
            "For all shells:  trifecta completion bash \\",
            "                   > ~/.local/share/bash-completion/completions/trifecta"
        })
final class CompletionCommand implements Runnable {
    /** Shells that the script knows; it is one script for both. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        String preamble = shell == Shell.ZSH ? "autoload -U +X compinit && compinit\n" : "";
        spec.commandLine()
                .getOut()
                .print(preamble + AutoComplete.bash("trifecta", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
