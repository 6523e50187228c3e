package gyrus.app.study;

import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code study.json}, for programs: every figure of the report and every job's result. */
public record StudyJson(StudyConfig study, List<String> findings, Analysis analysis, Collection<JobResult> results) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    public static void write(StudyConfig study, Analysis analysis, Map<String, JobResult> results, Path file) throws IOException {
        StudyJson all = new StudyJson(study, StudyFindings.says(analysis), analysis, results.values());
        AtomicFile.write(file, JSON.writeValueAsString(all) + "\n");
    }
}
