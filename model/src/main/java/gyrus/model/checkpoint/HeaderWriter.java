package gyrus.model.checkpoint;

import gyrus.kernels.DType;
import gyrus.model.checkpoint.SafetensorsFile.Entry;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Writes the header of a safetensors file; equal content gives equal bytes. */
final class HeaderWriter {

    private static final int ALIGNMENT = 8; // bytes; the header is padded with spaces so that the data starts aligned

    private final StringBuilder json = new StringBuilder();
    private String separator = "{";

    private HeaderWriter() {}

    /** Returns the header, with the tensors' data contiguous in the given order. */
    static byte[] write(Map<String, String> metadata, SequencedMap<String, Entry> tensors) {
        HeaderWriter header = new HeaderWriter();
        header.metadata(metadata);
        long begin = 0;
        for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
            if (tensor.getKey().equals(HeaderParser.METADATA)) {
                throw new IllegalArgumentException("safetensors: no tensor can be named " + HeaderParser.METADATA);
            }
            long end = begin + tensor.getValue().data().byteSize();
            header.tensor(tensor.getKey(), tensor.getValue(), begin, end);
            begin = end;
        }
        return header.padded();
    }

    private void metadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return;
        }
        key(HeaderParser.METADATA);
        separator = "{";
        metadata.forEach((key, value) -> {
            key(key);
            string(value);
        });
        json.append('}');
        separator = ",";
    }

    private void tensor(String name, Entry tensor, long begin, long end) {
        key(name);
        json.append("{\"dtype\":\"").append(tensor.dtype() == DType.FLOAT32 ? "F32" : "F64");
        json.append("\",\"shape\":").append(Safetensors.text(tensor.shape()));
        json.append(",\"data_offsets\":[").append(begin).append(',').append(end).append("]}");
    }

    private void key(String key) {
        json.append(separator);
        separator = ",";
        string(key);
        json.append(':');
    }

    private void string(String text) {
        json.append('"');
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                json.append('\\').append(letter);
            } else if (letter < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
            } else {
                json.append(letter);
            }
        }
        json.append('"');
    }

    private byte[] padded() {
        json.append(separator.equals("{") ? "{}" : "}");
        ByteBuffer text;
        try {
            text = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
        } catch (CharacterCodingException loneSurrogate) {
            throw new IllegalArgumentException("safetensors: a name or text in the metadata is not valid Unicode");
        }
        int length = text.remaining();
        byte[] header = new byte[Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT];
        text.get(header, 0, length);
        Arrays.fill(header, length, header.length, (byte) ' ');
        return header;
    }
}
