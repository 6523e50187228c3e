package gyrus.app.study;

import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** {@code study.json}, for programs: every figure of the report and every job's result. */
public record StudyJson(StudyConfig study, List<String> findings, List<Test> tests, Analysis analysis,
        Collection<JobResult> results) {

    /** The p of a comparison from its own test, and the p in the report, which is corrected unless the comparison was chosen. */
    record Test(String name, boolean chosen, double p, double shown) {}

    /** Writes a number that is not finite as null. */
    private static final ValueSerializer<Double> FINITE = new ValueSerializer<>() {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializationContext context) {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addModule(new SimpleModule().addSerializer(Double.class, FINITE).addSerializer(double.class, FINITE))
            .build();

    /** Writes the figures and results as JSON. */
    public static void write(StudyConfig study, Analysis analysis, Map<String, JobResult> results, Path file) throws IOException {
        StudyJson all = new StudyJson(study, StudyFindings.says(analysis), analysis.names().entrySet().stream()
                .filter(named -> named.getValue().differs())
                .map(named -> new Test(named.getKey(), named.getValue().equals(analysis.chosen()), named.getValue().test().p(),
                        analysis.p(named.getValue())))
                .toList(),
                analysis, results.values());
        AtomicFile.write(file, JSON.writeValueAsString(all) + "\n");
    }
}
