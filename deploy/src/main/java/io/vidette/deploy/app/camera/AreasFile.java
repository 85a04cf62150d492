package io.vidette.deploy.app.camera;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import io.vidette.topology.serde.JsonFault;
import io.vidette.topology.zone.Areas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of zones, lines and masks. Unlike on the topic, an unknown field is an error: it is probably a typo. */
public final class AreasFile {
    /** Refuses duplicate fields, of which one would be lost, and numbers in quotes. */
    private static final ObjectReader READER = Json.mapper()
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build()
            .readerFor(Areas.class)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AreasFile() {}

    /**
     * Reads it.
     *
     * @throws UserError naming the file, the camera, the zone, and what is wrong with it; also where nothing is drawn in
     *     it, as what is drawn on the camera is taken away by name and not by an empty file
     */
    public static Areas read(Path file, String camera) {
        try {
            @Nullable Areas areas = READER.readValue(Files.readAllBytes(file));
            if (areas == null || areas.isEmpty()) {
                throw new UserError(file + " draws no zone, line or mask; to take away what is drawn on camera '"
                        + camera + "', run 'vidette camera zones " + camera + " --clear'");
            }
            return areas;
        } catch (JsonProcessingException e) {
            throw new UserError(file + " cannot be drawn on camera '" + camera + "': " + JsonFault.inWords(e), e);
        } catch (NoSuchFileException e) {
            throw new UserError("no file " + file + "; see the example in 'vidette camera zones --help'", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + FileFault.inWords(e), e);
        }
    }
}
