package gyrus.model.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Words for the exceptions by which Java refuses to read or write a file. */
public final class FileTrouble {

    private FileTrouble() {}

    /** Returns why a file could not be read or written, without its name. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException absent when absent.getFile() != null && Files.isSymbolicLink(Path.of(absent.getFile())) ->
                    "is a link whose target is missing";
            case NoSuchFileException absent -> "no such file or folder";
            case FileAlreadyExistsException taken -> "exists already";
            case AccessDeniedException denied -> "permission denied";
            case NotDirectoryException file -> "is a file, not a folder";
            case DirectoryNotEmptyException full -> "is a folder that holds files";
            case FileSystemLoopException loop -> "is a folder within itself, by a symbolic link";
            case FileSystemException refused when String.valueOf(refused.getReason()).startsWith("Too many levels") ->
                    "is a symbolic link that leads back to itself";
            case FileSystemException refused -> refused.getReason() == null ? "the system refused it" : refused.getReason();
            case EOFException end -> "ends too early";
            case CharacterCodingException notText -> "is not text in UTF-8";
            case ZipException damage -> "its compressed data are damaged";
            default -> failure.getMessage() == null ? "the system refused it" : failure.getMessage(); // such as a full disk
        };
    }

    /** Returns why no file can have a name. */
    public static String nameless(InvalidPathException error) {
        String name = error.getInput().replace('\0', '?');
        return error.getInput().indexOf('\0') >= 0
                ? "no file can have the name '" + name + "', which holds a zero character"
                : "the name '" + name + "' has letters that the character set in force, " + System.getProperty("sun.jnu.encoding")
                        + ", lacks; set LC_ALL=C.UTF-8";
    }
}
