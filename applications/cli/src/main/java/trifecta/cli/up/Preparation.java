package trifecta.cli.up;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import trifecta.cli.postgres.PostgresSoftware;

/** What the launcher does once after a build, so that no start has to: the archive of classes, PostgreSQL's programs unpacked. */
public final class Preparation {
    private Preparation() {}

    /** Takes the archive's file. Everything runs without what fails here, or says then why it does not. */
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        FutureTask<PostgresSoftware> unpacking = new FutureTask<>(() -> PostgresSoftware.unpacked(CacheFolder.path()));
        Thread.ofPlatform().start(unpacking);
        ClassArchive.make(Path.of(args[0]).toAbsolutePath());
        unpacking.get();
    }
}
