package gyrus.app.study;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Forecast;
import gyrus.app.experiment.Slices;
import gyrus.app.experiment.TrainingData;
import gyrus.app.experiment.TrainingSet;
import gyrus.app.slices.PixelGrid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scans of a study as its jobs see them, read before any job begins. */
final class StudyData {

    /** Keys of the configuration that decide which slices there are. */
    private static final Set<String> OF_SLICES = Set.of("size", "shrink", "sliceStep", "validation", "validationShare");

    private final StudyFolder folder;
    private final Arena arena;
    private final Map<Level, Map<Head, Slices>> read = new HashMap<>();

    /** @param arena holds the slices */
    StudyData(StudyFolder folder, Arena arena) {
        this.folder = folder;
        this.arena = arena;
    }

    /**
     * Returns the training steps that each job takes, by the jobs' keys; a denoiser that several jobs begin with is counted once.
     *
     * @throws gyrus.app.UserError if a job could not be trained
     */
    Map<String, Double> steps(List<Job> jobs) throws IOException {
        Map<String, Double> steps = new LinkedHashMap<>();
        Set<String> denoisers = new HashSet<>();
        for (Job job : jobs) {
            Config config = folder.study().config(job);
            TrainingSet set = set(job, config);
            int denoising = job.pretrained() && denoisers.add(job.denoiser()) ? config.denoiseEpochs() : 0;
            steps.put(job.key(), Forecast.steps(config.epochs() + denoising, set, config.batch()));
        }
        return steps;
    }

    private TrainingSet set(Job job, Config config) throws IOException {
        Map<Head, Slices> slices = read.computeIfAbsent(job.level().only(OF_SLICES), level -> new HashMap<>());
        for (Head head : folder.cohort().heads()) {
            if (!slices.containsKey(head)) {
                Optional<PixelGrid> grid = slices.values().stream().findFirst().map(Slices::grid);
                slices.put(head, Slices.of(head, config, grid, config.sliceStep(), arena, warning -> {}));
            }
        }
        return TrainingData.of(folder.split(job), config, slices::get).of(job.scans());
    }
}
