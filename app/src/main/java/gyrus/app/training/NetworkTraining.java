package gyrus.app.training;

import gyrus.app.network.Task;
import gyrus.app.network.TrainedFor;
import gyrus.app.run.RunIdentity;
import gyrus.app.run.Shutdown;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.training.Examination;
import gyrus.model.training.Predictor;
import gyrus.model.training.Progress;
import gyrus.model.training.Trainer;
import gyrus.model.training.TrainingStoppedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trainings of a run, one after the other, in one set of parameters.
 *
 * @param validation the scans that networks are validated on as a whole; absent where slices alone are validated on
 */
public record NetworkTraining(TrainConfig config, RunIdentity identity, ImageSlices slices, Optional<Examination> validation,
        Engine engine, Parameters parameters) {

    /**
     * Prepares the trainings of a run; reads the scans that are validated on as a whole.
     *
     * @param arena holds the slices of these scans
     */
    public static NetworkTraining of(TrainConfig config, RunIdentity identity, ImageSlices slices, Engine engine,
            Parameters parameters, Arena arena) throws IOException {
        boolean whole = config.task() == Task.SEGMENTATION && !config.validationImages().isEmpty();
        Optional<Examination> validation =
                whole ? Optional.of(WholeScans.read(config, config.imagesToValidateOn(), arena)) : Optional.empty();
        return new NetworkTraining(config, identity, slices, validation, engine, parameters);
    }

    /** Sets the parameters to the initial weights of a training: random ones, or those of another training. */
    public void begin() throws IOException {
        if (config.init().isEmpty()) {
            config.network().initialize(parameters, config.seed());
        } else {
            Checkpoint.loadWeights(Path.of(config.init()), config.network(), parameters);
        }
    }

    /**
     * Trains one network, or resumes its training, and returns its epochs. Afterwards the parameters are those of the best epoch.
     */
    public List<Trainer.Epoch> train(TrainingPart part) throws IOException {
        if (!part.isUnderWay()) {
            begin();
        }
        Map<String, String> about = new TrainedFor(config.task(), config.use().grid()).metadata();
        about.putAll(identity.metadata(part.name()));
        TrainingSlices chosen = slices.of(part.images());
        String label = part.fold() == 0 ? "" : "fold " + part.fold() + " of " + config.folds();
        try (Shutdown shutdown = Shutdown.awaited()) {
            return new Trainer(engine, config.network(), parameters, config.settings(), about, shutdown::requested)
                    .train(epoch -> chosen.training(), chosen.validation(), validation, part.folder(),
                            Progress.onStandardError(label, config.epochs()));
        }
    }

    /**
     * Trains the network of a fold and measures it on the fold's images. If the table of the results exists, it is read instead.
     */
    public HeldOutTable crossValidate(TrainingPart part) throws IOException {
        if (Files.exists(part.table())) {
            return HeldOutTable.read(part.table());
        }
        train(part);
        int best = Trainer.bestEpoch(part.folder());
        try (Arena arena = Arena.ofConfined(); Shutdown shutdown = Shutdown.awaited()) {
            WholeScans scans = WholeScans.read(config, part.heldOut(), arena);
            double[] dice = scans.of(new Predictor(engine, config.network(), parameters, config.batch()), shutdown::requested)
                    .orElseThrow(() -> new TrainingStoppedException(part.folder()));
            List<HeldOutTable.Row> rows = new ArrayList<>();
            for (int i = 0; i < dice.length; i++) {
                String scan = scans.cases().get(i);
                String patient = HeldOutTable.cell(part.heldOut().get(i).patient());
                rows.add(new HeldOutTable.Row(part.fold(), patient.isEmpty() ? scan : patient, scan, dice[i], best));
            }
            HeldOutTable table = new HeldOutTable(rows);
            table.write(part.table());
            return table;
        }
    }
}
