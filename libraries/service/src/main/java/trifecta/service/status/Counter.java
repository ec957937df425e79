package trifecta.service.status;

/** A constant of a module's one counter enum; alerts are rules over these names. */
public interface Counter {
    /** The constant's name, as enums have it. */
    String name();

    /** One sentence: what is counted. */
    String meaning();
}
