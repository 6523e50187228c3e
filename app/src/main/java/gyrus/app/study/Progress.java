package gyrus.app.study;

import gyrus.app.failure.Attempt;
import gyrus.app.failure.FailureMessage;
import gyrus.app.failure.UserError;
import gyrus.model.training.TrainingStoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a line for each job that has ended or failed, with the number of these so far. Several threads may call it. */
public final class Progress {

    /** The run of a job. */
    public interface Work {
        /**
         * Returns the result of the job.
         *
         * @throws IOException if a file cannot be read or written
         */
        JobResult run() throws IOException;
    }

    private final PrintWriter log;
    private final int jobs;
    private int ended; // well or not
    private final List<String> failures = new ArrayList<>();

    /**
     * Creates the progress of a study.
     *
     * @param jobs the number of all jobs
     * @param done the number of jobs that an earlier start has finished
     */
    public Progress(PrintWriter log, int jobs, int done) {
        this.log = log;
        this.jobs = jobs;
        this.ended = done;
    }

    /**
     * Runs a job. Its failure is kept for the end, so that other jobs can go on.
     *
     * @throws TrainingStoppedException when the job was asked to stop: it has not ended, and neither has it failed
     */
    public void run(Job job, Work work) throws TrainingStoppedException {
        Attempt.failureOf(() -> tell(job, String.format(Locale.ROOT, "Dice %.4f", work.run().mean(TestMeasure.DICE))))
                .ifPresent(failure -> failed(job, FailureMessage.of(failure)));
    }

    private synchronized void failed(Job job, String reason) {
        failures.add(job + ": " + reason);
        tell(job, "failed: " + reason);
    }

    private synchronized void tell(Job job, String outcome) {
        ended++;
        log.println(ended + "/" + jobs + " " + job + ": " + outcome);
        log.flush();
    }

    /** Prints that no more jobs are begun, and how many are done. */
    synchronized void stopped(StudyFolder folder) {
        log.println(folder.path() + ": stopped with " + (ended - failures.size()) + " of " + jobs
                + " jobs done; --resume goes on with it");
        log.flush();
    }

    /** Throws if a job has failed. */
    public void requireSuccess() {
        if (!failures.isEmpty()) {
            throw new UserError(failures.size() + " of " + jobs + " jobs failed, --resume tries them again; the first: "
                    + failures.getFirst());
        }
    }
}
