package gyrus.app.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a study's jobs keep what they make. */
record StudyFolder(Path path) {

    /** The job's own folder. */
    Path of(Job job) {
        return path.resolve("jobs").resolve(job.key());
    }

    Path result(Job job) {
        return of(job).resolve("result.json");
    }

    /** The finished denoiser a job begins with; shared by all jobs that would train the very same. */
    Path denoiser(Job job) {
        return path.resolve("denoisers").resolve(job.denoiser() + ".safetensors");
    }

    boolean isDone(Job job) {
        return Files.exists(result(job));
    }

    /** The results by the jobs' keys. */
    Map<String, JobResult> results(List<Job> jobs) throws IOException {
        Map<String, JobResult> results = new LinkedHashMap<>();
        for (Job job : jobs) {
            results.put(job.key(), JobResult.read(result(job)));
        }
        return results;
    }
}
