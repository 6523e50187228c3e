package gyrus.app.study;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Learner;
import gyrus.app.experiment.Learner.Training;
import gyrus.app.experiment.Slices;
import gyrus.app.experiment.Split;
import gyrus.app.experiment.TrainingData;
import gyrus.app.experiment.TrainingSet;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.run.RunLock;
import gyrus.app.study.JobResult.ScanResult;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.file.AtomicFile;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs a job, or the rest of it: pre-training if the arm has one, segmentation, the test, the result. */
public final class JobRun {

    private final Engine engine;
    private final StudyFolder folder;
    private final Job job;
    private final Config config;
    private final Learner learner;
    private final Consumer<String> warnings;

    /** @param warnings is told what makes it doubtful to learn from a subject, or to test on it */
    public JobRun(Engine engine, StudyFolder folder, Job job, Consumer<String> warnings) {
        this.warnings = warnings;
        this.engine = engine;
        this.folder = folder;
        this.job = job;
        this.config = job.config();
        this.learner = new Learner(engine, config, folder.identity());
    }

    /**
     * Runs the job while no other process works at it.
     *
     * @param patience how long to wait for another process that is at the very job; then this one is refused
     */
    public JobResult run(Duration patience) throws IOException {
        Files.createDirectories(folder.of(job));
        RunLock lock = RunLock.on(folder.of(job), patience);
        try {
            return folder.isDone(job) ? folder.result(job) : done();
        } finally {
            lock.close();
        }
    }

    private JobResult done() throws IOException {
        Split split = folder.split(job);
        List<Subject> read = new ArrayList<>(split.large());
        read.addAll(split.validation());
        if (config.usesPool()) {
            split.pool().stream().filter(subject -> !read.contains(subject)).forEach(read::add);
        }
        read.addAll(folder.testedOn(job));
        folder.requireUnchanged(read);
        try (Arena arena = Arena.ofShared()) {
            TrainingData data = TrainingData.read(split, config, List.of(config), arena, line -> {}, warnings);
            for (Subject test : folder.testedOn(job)) {
                data.requireUnseen(Slices.images(test, data.subjects().getFirst().grid(), 1, arena, warnings));
            }
            return trained(data.of(job.scans()));
        }
    }

    private JobResult trained(TrainingSet set) throws IOException {
        Path segmentation = folder.of(job).resolve("segmentation");
        Parameters parameters = config.network().allocate(engine);
        try {
            begin(set, parameters);
            List<Trainer.Epoch> epochs = learner.segment(set, parameters,
                    new Training(job.key(), segmentation, job.toString()));
            JobResult result = new JobResult(job.key(), folder.identity().configurationSha256(), folder.identity().dataSha256(),
                    tests(parameters, set.training().grid()), Trainer.bestEpoch(epochs),
                    epochs.stream().map(epoch -> epoch.validation().dice()).toList());
            result.write(folder.resultFile(job));
            Files.deleteIfExists(segmentation.resolve("last.safetensors")); // nothing is left to resume
            return result;
        } finally {
            parameters.release();
        }
    }

    private void begin(TrainingSet set, Parameters parameters) throws IOException {
        config.network().initialize(parameters, config.seed());
        if (!job.pretrained()) {
            return;
        }
        Path denoiser = folder.denoiser(job);
        if (!Files.exists(denoiser)) {
            denoise(set, parameters, denoiser);
        }
        learner.loadDenoiser(denoiser, job.denoiser(), set, parameters);
    }

    /** Trains the denoiser that this job begins with, and leaves it to all jobs that begin with it. */
    private void denoise(TrainingSet set, Parameters parameters, Path denoiser) throws IOException {
        Path denoising = folder.of(job).resolve("denoising");
        learner.denoise(set, parameters, new Training(job.denoiser(), denoising, job + ", denoising"));
        Files.createDirectories(denoiser.getParent());
        AtomicFile.write(denoiser, Files.readAllBytes(denoising.resolve("best.safetensors")));
        Files.delete(denoising.resolve("best.safetensors"));
        Files.delete(denoising.resolve("last.safetensors"));
    }

    private List<ScanResult> tests(Parameters parameters, PixelGrid grid) throws IOException {
        List<ScanResult> results = new ArrayList<>();
        for (Subject subject : folder.testedOn(job)) {
            Volumes test = subject.read();
            Volume found = learner.mask(parameters, test.input(subject.id(), grid, warnings));
            results.add(new ScanResult(subject.id(), TestMeasure.of(test.mask(), found)));
        }
        return results;
    }
}
