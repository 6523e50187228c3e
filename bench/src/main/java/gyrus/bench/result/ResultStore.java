package gyrus.bench.result;

import gyrus.kernels.device.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The results that were measured on one machine, with its number of threads, a JSON file each.
 *
 * @param folder of the files
 */
public record ResultStore(Path folder) {

    /** Returns the store of a machine, in the user's data folder. */
    public static ResultStore of(Machine machine) {
        return new ResultStore(dataFolder().resolve("results").resolve(machine.toString().replaceAll("[^A-Za-z0-9.]+", "-")));
    }

    /** Returns the folder in which Gyrus keeps a user's data: {@code XDG_DATA_HOME/gyrus} or {@code ~/.local/share/gyrus}. */
    public static Path dataFolder() {
        String data = System.getenv("XDG_DATA_HOME");
        Path folder = data == null || data.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(data);
        return folder.resolve("gyrus");
    }

    /** Writes a result into a file of its own, named by its start and its commit, and returns the file. */
    public Path keep(LabResult result) throws IOException {
        Files.createDirectories(folder);
        String name = (result.setting().started() + "-" + result.setting().commit()).replaceAll("[^A-Za-z0-9.]+", "-");
        Path file = folder.resolve(name + ".json");
        for (int number = 2; Files.exists(file); number++) {
            file = folder.resolve(name + "-" + number + ".json");
        }
        result.write(file);
        return file;
    }

    /** Returns the files of all results, the oldest first. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }
}
