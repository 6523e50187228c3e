package gyrus.app.failure;

import gyrus.engine.Engine;
import gyrus.model.file.FileTrouble;
import gyrus.ptx.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import picocli.CommandLine.Model.CommandSpec;

/** The one line by which a command tells a person why it failed. */
public final class FailureMessage {

    private static final String HOUSE = "gyrus.";

    private FailureMessage() {}

    /** Returns one line for a person about a command's failure, with advice where memory ran out. */
    public static String of(Throwable failure, CommandSpec command) {
        return failure instanceof OutOfMemoryError full ? OutOfMemory.advice(full, command) : of(failure);
    }

    /** Returns one line for a person. A failure of no known kind is a defect of ours, and says so. */
    public static String of(Throwable failure) {
        return switch (failure) {
            case UserError error -> error.getMessage();
            case UncheckedIOException error -> of(error.getCause());
            case FileSystemException error -> error.getFile() + ": " + FileTrouble.reason(error);
            case IOException error when isOurs(error) -> error.getMessage();
            case IOException error -> "a file cannot be read or written: " + FileTrouble.reason(error);
            case InvalidPathException error -> FileTrouble.nameless(error);
            case OutOfMemoryError error -> OutOfMemory.what(error);
            case RuntimeException refused when Engine.deviceTrouble(refused).isPresent() -> Engine.deviceTrouble(refused).get();
            case Fault fault when fault.kind().isOfKernel() -> "a fault of a CUDA kernel, " + fault.getMessage();
            case Fault fault -> fault.getMessage();
            default -> {
                StackTraceElement[] trace = failure.getStackTrace();
                yield "a defect in gyrus, please report it: " + failure + (trace.length > 0 ? " at " + trace[0] : "");
            }
        };
    }

    /** Returns whether this program created the exception, so that its message is for people; other messages are a library's. */
    private static boolean isOurs(IOException failure) {
        String type = failure.getClass().getName();
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getMessage() != null
                && (type.startsWith(HOUSE) || trace.length > 0 && trace[0].getClassName().startsWith(HOUSE));
    }
}
