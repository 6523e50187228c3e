package gyrus.app.study;

import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Cohort.Head;
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
 * A study in its folder: what it is made of, and where its jobs keep what they make.
 *
 * @param identity what the study depended on when it began
 */
public record StudyFolder(Path path, StudyConfig study, Cohort cohort, RunIdentity identity) {

    /** A study that is about to begin; reads all files of the cohort once. */
    public static StudyFolder create(Path path, StudyConfig study, Cohort cohort) throws IOException {
        return new StudyFolder(path, study, cohort, study.identity(cohort.identity()));
    }

    /** A study that has begun. */
    public static StudyFolder existing(Path path, StudyConfig study, Cohort cohort) throws IOException {
        return new StudyFolder(path, study, cohort, RunIdentity.read(path));
    }

    /**
     * Refuses to go on where the configuration, the list of scans, a patient or a role has changed, or a file of some heads.
     *
     * @param heads whose files are read once
     */
    public void requireUnchanged(Collection<Head> heads) throws IOException {
        identity.requireSame(path, study.identity(cohort.identity(heads, identity.scans())));
    }

    /** The job's own folder. */
    Path of(Job job) {
        return path.resolve("jobs").resolve(job.key());
    }

    /** The finished denoiser a job begins with; shared by all jobs that would train the very same. */
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

    /** Reads what a job left; refuses what is no result of this very job. */
    public JobResult result(Job job) throws IOException {
        return JobResult.read(resultFile(job), this, job);
    }

    /** The results of those jobs that are done, by the jobs' keys. */
    public Map<String, JobResult> results() throws IOException {
        Map<String, JobResult> results = new LinkedHashMap<>();
        for (Job job : study.jobs()) {
            if (isDone(job)) {
                results.put(job.key(), result(job));
            }
        }
        return results;
    }

    /** The scans that a job's network is trained and validated on; a job trains on the first ones of the large set. */
    Split split(Job job) {
        return Split.leavingOut(cohort, job.patient(), job.config());
    }

    /** The scans that a job's network is tested on. */
    List<Head> testedOn(Job job) {
        return cohort.heads().stream().filter(head -> head.patient().equals(job.patient())).toList();
    }
}
