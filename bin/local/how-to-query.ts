import type { Host } from "../../local/host.ts";

/** Commands to copy: the running table and buckets answer any AWS tool. */
export function howToQuery(
  { endpoint, outputs, place }: Host,
  apiKey: string,
  videoId: string | undefined,
): string {
  const { TableName: table, VideosBucket: bucket } = outputs;
  const pk = `VIDEO#${videoId ?? "<videoId>"}`;
  return `
Ask the library, in another terminal (npx reelbase --help tells more):

  npx reelbase ls
  npx reelbase search "a blue picture"
  curl -s ${endpoint}/v1.2/indexes -H 'x-api-key: ${apiKey}'

The table and the buckets answer the AWS command line and any SDK:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${place.region} AWS_DEFAULT_REGION=${place.region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  aws dynamodb get-item --table-name ${table} --key '{"pk":{"S":"${pk}"},"sk":{"S":"VIDEO"}}'
  aws dynamodb query --table-name ${table} --key-condition-expression 'pk = :pk AND begins_with(sk, :segment)' \\
    --expression-attribute-values '{":pk":{"S":"${pk}"},":segment":{"S":"SEGMENT#"}}'
  aws s3 cp my-video.mp4 s3://${bucket}/videos/

Put more videos there at any time; Ctrl-C ends it, and the next start goes on where this one was.`;
}
