package gyrus.app.study;

import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Split;
import gyrus.app.run.RunIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a study, with its configuration and the files of its jobs.
 *
 * @param identity what the study depended on when it began
 */
public record StudyFolder(Path path, StudyConfig study, Cohort cohort, RunIdentity identity) {

    /** Returns the folder of a study that is about to begin. Reads all files of the cohort once. */
    public static StudyFolder create(Path path, StudyConfig study, Cohort cohort) throws IOException {
        return new StudyFolder(path, study, cohort, study.identity(cohort.identity()));
    }

    /** Returns the folder of a study that has begun. */
    public static StudyFolder existing(Path path, StudyConfig study, Cohort cohort) throws IOException {
        return new StudyFolder(path, study, cohort, RunIdentity.read(path));
    }

    /**
     * Throws if the configuration, the list of scans, a patient, a role or a file of some subjects has changed.
     *
     * @param subjects whose files are read once
     */
    public void requireUnchanged(Collection<Subject> subjects) throws IOException {
        identity.requireSame(path, study.identity(cohort.identity(subjects, identity.scans())));
    }

    /** Returns the folder of a job. */
    Path of(Job job) {
        return path.resolve("jobs").resolve(job.key());
    }

    /** Returns the file of the denoiser whose weights initialize a job. Jobs that would train equal denoisers share it. */
    Path denoiser(Job job) {
        return path.resolve("denoisers").resolve(job.denoiser() + ".safetensors");
    }

    Path resultFile(Job job) {
        return of(job).resolve("result.json");
    }

    /** Returns whether a job has a result. */
    public boolean isDone(Job job) {
        return Files.exists(resultFile(job));
    }

    /** Reads the result of a job. Throws if the file holds no result of this job. */
    public JobResult result(Job job) throws IOException {
        return JobResult.read(resultFile(job), this, job);
    }

    /** Returns the results of all jobs that are done, by the jobs' keys. */
    public Map<String, JobResult> results() throws IOException {
        Map<String, JobResult> results = new LinkedHashMap<>();
        for (Job job : study.jobs()) {
            if (isDone(job)) {
                results.put(job.key(), result(job));
            }
        }
        return results;
    }

    /** Returns the scans that a job's network is trained and validated on. A job trains on the first ones of the large set. */
    Split split(Job job) {
        return Split.leavingOut(cohort, job.patient(), job.config());
    }

    /** Returns the scans that a job's network is tested on. */
    List<Subject> testedOn(Job job) {
        return cohort.subjects().stream().filter(subject -> subject.patient().equals(job.patient())).toList();
    }
}
