package trifecta.sabotage.planting;

import java.lang.instrument.Instrumentation;

/**
 * Plants one bug into the process that it is given to. Its argument is the bug's name; behind a comma the component that is to have
 * it: processes of other components stay as they are.
 */
public final class Agent {
    /** Nobody else in the project ends with it: a bug could not be planted where it has to be. */
    public static final int NOT_PLANTED = 97;

    private Agent() {}

    /** Called by the virtual machine before anything else runs. */
    public static void premain(String argument, Instrumentation instrumentation) {
        String[] nameAndComponent = argument.split(",", -1);
        Bug bug = Bug.valueOf(nameAndComponent[0]);
        if (nameAndComponent.length < 2 || isComponent(nameAndComponent[1])) {
            instrumentation.addTransformer(new Weaver(bug));
        }
    }

    private static boolean isComponent(String name) {
        String[] command = System.getProperty("sun.java.command", "").split(" ", -1);
        return command.length > 1 && command[1].equals(name);
    }
}
