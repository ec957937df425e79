package trifecta.service;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in a person's words and without the names of classes. */
public final class FileTrouble {
    private FileTrouble() {}

    /** The fact, with the file where the exception knows it. */
    public static String words(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + " is not allowed for this user";
            case NoSuchFileException absent -> absent.getFile() + " is not there and cannot be made";
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case FileSystemException other
            when other.getReason() != null -> other.getFile() + ": " + lowered(other.getReason());
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static String lowered(String reason) {
        return Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
