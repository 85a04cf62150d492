package io.vidette.topology.track;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.message.PathPoint;
import io.vidette.topology.occupancy.Occupancy;
import io.vidette.topology.occupancy.OccupancyBytes;
import io.vidette.topology.tracker.KalmanAxis;
import io.vidette.topology.tracker.Motion;
import io.vidette.topology.tracker.ObjectPath;
import io.vidette.topology.tracker.Track;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera's state as bytes: a byte for the version, then the fields in their order, numbers big-endian. It is written for
 * every frame, so it is small. State of another version is discarded: after such an upgrade, tracking starts from
 * nothing.
 */
final class CameraTracksSerde implements Serde<CameraTracks>, Serializer<CameraTracks>, Deserializer<CameraTracks> {
    private static final Logger LOG = LoggerFactory.getLogger(CameraTracksSerde.class);
    private static final byte VERSION = 2;

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable CameraTracks state) {
        if (state == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, state.frame());
            write(out, state.at());
            write(out, state.latest());
            out.writeUTF(state.model().name());
            out.writeUTF(state.model().sha256());
            out.writeInt(state.tracks().size());
            for (Track track : state.tracks()) {
                write(out, track);
                Instant told = state.told().get(track.id());
                out.writeBoolean(told != null);
                if (told != null) {
                    write(out, told);
                }
            }
            OccupancyBytes.write(out, state.occupancy());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the state of a camera", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public @Nullable CameraTracks deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length == 0 || bytes[0] != VERSION) {
            LOG.warn("state of another version on {}: tracking of its camera restarts from nothing", topic);
            return null;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
            FrameId frame = frame(in);
            Instant at = instant(in);
            Instant latest = instant(in);
            ModelId model = new ModelId(in.readUTF(), in.readUTF());
            List<Track> tracks = new ArrayList<>();
            Map<ObjectId, Instant> told = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                Track track = track(in);
                tracks.add(track);
                if (in.readBoolean()) {
                    told.put(track.id(), instant(in));
                }
            }
            Occupancy occupancy = OccupancyBytes.read(in);
            return new CameraTracks(frame, at, latest, model, tracks, told, occupancy);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the state of a camera on " + topic, e);
        }
    }

    private static void write(DataOutputStream out, Track track) throws IOException {
        out.writeUTF(track.id().camera());
        write(out, track.id().frame());
        out.writeInt(track.id().index());
        out.writeInt(track.last().classId());
        out.writeUTF(track.last().label());
        out.writeFloat(track.last().score());
        write(out, track.last().box());
        write(out, track.motion().x());
        write(out, track.motion().y());
        write(out, track.motion().width());
        write(out, track.motion().height());
        write(out, track.firstSeen());
        write(out, track.lastSeen());
        out.writeInt(track.hits());
        out.writeBoolean(track.confirmed());
        out.writeFloat(track.bestScore());
        write(out, track.bestBox());
        out.writeLong(track.path().spacingMillis());
        out.writeInt(track.path().points().size());
        for (PathPoint point : track.path().points()) {
            write(out, point.at());
            out.writeFloat(point.x());
            out.writeFloat(point.y());
        }
    }

    private static Track track(DataInputStream in) throws IOException {
        ObjectId id = new ObjectId(in.readUTF(), frame(in), in.readInt());
        Detection last = new Detection(in.readInt(), in.readUTF(), in.readFloat(), box(in));
        Motion motion = new Motion(axis(in), axis(in), axis(in), axis(in));
        return new Track(
                id,
                last,
                motion,
                instant(in),
                instant(in),
                in.readInt(),
                in.readBoolean(),
                in.readFloat(),
                box(in),
                path(in));
    }

    private static ObjectPath path(DataInputStream in) throws IOException {
        long spacing = in.readLong();
        List<PathPoint> points = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            points.add(new PathPoint(instant(in), in.readFloat(), in.readFloat()));
        }
        return new ObjectPath(points, spacing);
    }

    private static void write(DataOutputStream out, FrameId frame) throws IOException {
        out.writeUTF(frame.topic());
        out.writeInt(frame.partition());
        out.writeLong(frame.offset());
    }

    private static FrameId frame(DataInputStream in) throws IOException {
        return new FrameId(in.readUTF(), in.readInt(), in.readLong());
    }

    private static void write(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void write(DataOutputStream out, Box box) throws IOException {
        out.writeFloat(box.x1());
        out.writeFloat(box.y1());
        out.writeFloat(box.x2());
        out.writeFloat(box.y2());
    }

    private static Box box(DataInputStream in) throws IOException {
        return new Box(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
    }

    private static void write(DataOutputStream out, KalmanAxis axis) throws IOException {
        out.writeDouble(axis.at());
        out.writeDouble(axis.speed());
        out.writeDouble(axis.varAt());
        out.writeDouble(axis.covariance());
        out.writeDouble(axis.varSpeed());
    }

    private static KalmanAxis axis(DataInputStream in) throws IOException {
        return new KalmanAxis(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    }

    @Override
    public Serializer<CameraTracks> serializer() {
        return this;
    }

    @Override
    public Deserializer<CameraTracks> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
