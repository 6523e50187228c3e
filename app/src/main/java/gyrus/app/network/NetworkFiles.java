package gyrus.app.network;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of trained networks, and their places in the folders that {@code gyrus train} leaves. */
public final class NetworkFiles {

    /** The weights of a training's best epoch. */
    public static final String BEST = "best.safetensors";

    /** The table of a cross-validation, which is written when all of its networks are trained. */
    public static final String HELD_OUT = "held-out.csv";

    private NetworkFiles() {}

    /** Returns the folder of one of the trainings of a cross-validation, counted from 1. */
    public static Path fold(Path run, int number) {
        return run.resolve("fold-" + number);
    }

    /**
     * Returns the weights that some names stand for: a file stands for itself, a folder for the best weights of the training, or of
     * all trainings of the cross-validation, that it holds.
     */
    public static List<Path> of(List<Path> names) {
        List<Path> files = new ArrayList<>();
        for (Path name : names) {
            for (Path file : of(name)) {
                if (files.stream().anyMatch(other -> place(other).equals(place(file)))) {
                    throw new UsageError("--weights " + name + ": " + file + " is named twice; name each network once");
                }
                files.add(file);
            }
        }
        return files;
    }

    private static List<Path> of(Path name) {
        if (!Files.isDirectory(name)) {
            return List.of(name);
        }
        if (Files.exists(name.resolve(BEST))) {
            return List.of(name.resolve(BEST));
        }
        List<Path> folds = new ArrayList<>();
        for (int number = 1; Files.isDirectory(fold(name, number)); number++) {
            folds.add(fold(name, number).resolve(BEST));
        }
        if (folds.isEmpty()) {
            throw new UserError(name + ": holds no network, neither " + BEST + " nor fold-1/" + BEST
                    + "; name a file of weights, or the run directory of 'gyrus train'");
        }
        if (!Files.exists(name.resolve(HELD_OUT))) {
            throw new UserError(name + ": its cross-validation is not finished, there is no " + HELD_OUT
                    + "; end it by 'gyrus train --out " + name + " --resume', or name the files of single networks");
        }
        return folds;
    }

    private static Path place(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
