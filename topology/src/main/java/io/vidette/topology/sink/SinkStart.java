package io.vidette.topology.sink;

import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.TopicAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets and logs where a sink starts to read, before it reads. */
public final class SinkStart {
    private static final Logger LOG = LoggerFactory.getLogger(SinkStart.class);

    private SinkStart() {}

    /** For a target without positions: an existing group continues, a new group starts where the request says. */
    public static void place(TopicAdmin admin, SinkRequest request) {
        boolean isNew = admin.groupStart().setIfNew(request.group(), request.topic(), request.fromEnd());
        LOG.info(
                "group {} {} {}",
                request.group(),
                isNew ? begins(request) : "continues where it stopped on",
                request.topic());
    }

    /**
     * For a file. Its positions take precedence, also if Kafka has removed the group. A file without records
     * starts at the beginning of the topic if the request says so, whatever its group's offsets: a user who moves a
     * file and its position away to start again gets all records.
     *
     * @param ownGroup whether only this file uses the group; a group that others may share continues where it stopped
     * @throws UserError if the file is to start from the beginning and its group is active elsewhere
     */
    public static void place(TopicAdmin admin, SinkRequest request, JsonLinesFile file, boolean ownGroup) {
        String group = request.group();
        String topic = request.topic();
        if (!file.positions().isEmpty()) {
            // A group that Kafka has forgotten must not begin at the end: what came since the file stopped would be
            // lost.
            var unused = admin.groupStart().setIfNew(group, topic, false);
            LOG.info("group {} continues where {} stopped on {}", group, file, topic);
        } else if (admin.groupStart().setIfNew(group, topic, request.fromEnd())) {
            LOG.info("group {} {} {}", group, begins(request), topic);
        } else if (ownGroup && !request.fromEnd()) {
            if (!admin.groupStart().setToBeginning(group, topic)) {
                throw new UserError("'" + file + "' cannot start from the beginning, because its group '" + group
                        + "' is at work; stop the other sink (one that was killed counts for some seconds),"
                        + " or name another file with --out");
            }
            LOG.info("group {} begins at the beginning of {}, for {} holds nothing of it yet", group, topic, file);
        } else {
            LOG.info(
                    "{} has no record of {} yet, but group {} has read it before and continues where it stopped; to start from the beginning,"
                            + " start with --from earliest{}",
                    file,
                    topic,
                    group,
                    ownGroup ? "" : " and another --group");
        }
    }

    private static String begins(SinkRequest request) {
        return request.fromEnd() ? "begins at the end of" : "begins at the beginning of";
    }
}
