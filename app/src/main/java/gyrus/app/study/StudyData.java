package gyrus.app.study;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Forecast;
import gyrus.app.experiment.ImageSlices;
import gyrus.app.experiment.Slices;
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
    private final Map<Seen, Slices> labelled = new HashMap<>();
    private final Map<Seen, ImageSlices> images = new HashMap<>();
    private final Map<Seen, ImageSlices> tests = new HashMap<>(); // every slice of them

    /**
     * The key of a scan's slices: the scan, the factors' values that decide which slices there are, and the pixels.
     *
     * @param grid the pixels; none where they are the subject's own
     */
    private record Seen(Level level, Optional<PixelGrid> grid, Subject subject) {}

    /**
     * Creates the reader of a study's scans.
     *
     * @param arena holds the slices
     * @param warnings is told what makes it doubtful to learn from a subject
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
            steps.put(job.key(), Forecast.steps(config, set, job.pretrained() && denoisers.add(job.denoiser())));
        }
        return steps;
    }

    private TrainingSet set(Job job, Config config) throws IOException {
        Level level = job.level().only(OF_SLICES);
        TrainingData data = TrainingData.of(folder.split(job), config, List.of(config), new TrainingData.Source() {
            @Override
            public Slices labelled(Subject subject, Optional<PixelGrid> grid, String purpose) throws IOException {
                Seen seen = new Seen(level, grid, subject);
                if (!labelled.containsKey(seen)) {
                    Slices slices = Slices.of(subject, config, grid, config.sliceStep(), arena, warnings);
                    labelled.put(seen, slices);
                    labelled.put(new Seen(level, Optional.of(slices.grid()), subject), slices);
                }
                return labelled.get(seen);
            }

            @Override
            public ImageSlices images(Subject subject, PixelGrid grid) throws IOException {
                Seen seen = new Seen(level, Optional.of(grid), subject);
                if (!images.containsKey(seen)) {
                    images.put(seen, Slices.images(subject, grid, config.sliceStep(), arena, warnings));
                }
                return images.get(seen);
            }
        });
        PixelGrid grid = data.subjects().getFirst().grid();
        for (Subject test : folder.testedOn(job)) {
            Seen seen = new Seen(level, Optional.of(grid), test);
            if (!tests.containsKey(seen)) {
                tests.put(seen, Slices.images(test, grid, 1, arena, warnings));
            }
            data.requireUnseen(tests.get(seen));
        }
        return data.of(job.scans());
    }
}
