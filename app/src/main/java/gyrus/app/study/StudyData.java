package gyrus.app.study;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Forecast;
import gyrus.app.experiment.Slices;
import gyrus.app.experiment.Split;
import gyrus.app.experiment.TrainingData;
import gyrus.app.experiment.TrainingSet;
import gyrus.app.imaging.slices.PixelGrid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The scans of a study as its jobs see them, read before any job begins. */
public final class StudyData {

    /** Keys of the configuration that decide which slices there are. */
    private static final Set<String> OF_SLICES = Set.of("size", "shrink", "sliceStep", "validation", "validationShare");

    private final StudyFolder folder;
    private final Arena arena;
    private final Consumer<String> warnings;
    private final Map<Seen, Slices> read = new HashMap<>();

    /**
     * A head as networks of a level see it.
     *
     * @param grid the pixels; none where they are the head's own
     */
    private record Seen(Level level, Optional<PixelGrid> grid, Head head) {}

    /**
     * A study's scans.
     *
     * @param arena holds the slices
     * @param warnings is told what makes it doubtful to learn from a head
     */
    public StudyData(StudyFolder folder, Arena arena, Consumer<String> warnings) {
        this.folder = folder;
        this.arena = arena;
        this.warnings = warnings;
    }

    /**
     * Returns the training steps that each job takes, by the jobs' keys; a denoiser that several jobs begin with is counted once.
     *
     * @throws gyrus.app.failure.UserError if a job could not be trained
     */
    public Map<String, Double> steps(List<Job> jobs) throws IOException {
        Map<String, Double> steps = new LinkedHashMap<>();
        Set<String> denoisers = new HashSet<>();
        for (Job job : jobs) {
            Config config = job.config();
            TrainingSet set = set(job, config);
            int denoising = job.pretrained() && denoisers.add(job.denoiser()) ? config.denoiseEpochs() : 0;
            steps.put(job.key(), Forecast.steps(config.epochs() + denoising, set, config.batch()));
        }
        return steps;
    }

    /** The grid is that of the first head of the large training set, as in {@link TrainingData#read}. */
    private TrainingSet set(Job job, Config config) throws IOException {
        Split split = folder.split(job);
        Level level = job.level().only(OF_SLICES);
        Optional<PixelGrid> grid = Optional.of(slices(new Seen(level, Optional.empty(), split.large().getFirst()), config).grid());
        for (Head head : folder.cohort().heads()) {
            slices(new Seen(level, grid, head), config);
        }
        return TrainingData.of(split, config, head -> read.get(new Seen(level, grid, head))).of(job.scans());
    }

    private Slices slices(Seen seen, Config config) throws IOException {
        if (!read.containsKey(seen)) {
            Slices slices = Slices.of(seen.head(), config, seen.grid(), config.sliceStep(), arena, warnings);
            read.put(seen, slices);
            read.put(new Seen(seen.level(), Optional.of(slices.grid()), seen.head()), slices);
        }
        return read.get(seen);
    }
}
