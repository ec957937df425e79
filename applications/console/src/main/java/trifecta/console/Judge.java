package trifecta.console;

import trifecta.service.status.Status;

/** Reads a lane's condition from what its process says. */
interface Judge {
    /**
     * The condition at {@code status}.
     *
     * @param before the answer before this one, empty when there is none
     */
    Finding judge(Status before, Status status);

    /** What it means when nothing comes through although something should. */
    String silence();
}
