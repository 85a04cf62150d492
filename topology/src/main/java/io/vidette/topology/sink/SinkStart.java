package io.vidette.topology.sink;

import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.TopicAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a sink begins to read, settled and said before it does. */
public final class SinkStart {
    private static final Logger LOG = LoggerFactory.getLogger(SinkStart.class);

    private SinkStart() {}

    /** Where the group alone remembers: it goes on, and one that is new begins where the request says. */
    public static void place(TopicAdmin admin, SinkRequest request) {
        boolean isNew = admin.groupStart().setIfNew(request.group(), request.topic(), request.fromEnd());
        LOG.info(
                "group {} {} {}",
                request.group(),
                isNew ? begins(request) : "continues where it stopped on",
                request.topic());
    }

    /**
     * Where a file remembers. Its positions count, also when Kafka has forgotten the group. A file that holds nothing yet
     * begins at the beginning of the topic where the request says so, whatever its group has read before: whoever moves a
     * file and its position away to begin anew gets all of it.
     *
     * @param ownGroup whether the group is this file's alone; else others may share it, and it goes on where it stopped
     * @throws UserError when the file is to begin anew, and its group is at work elsewhere
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
