package io.vidette.topology.fault;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, in words. The messages of these exceptions are often the path alone. */
public final class FileFault {
    private FileFault() {}

    /** A few words without the path, such as {@code permission denied}. */
    public static String inWords(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file of this name is there already";
        }
        if (e instanceof CharacterCodingException) {
            return "not a text in UTF-8";
        }
        String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return said == null || said.isBlank()
                ? e.getClass().getSimpleName()
                : said.lines().findFirst().orElse(said);
    }
}
