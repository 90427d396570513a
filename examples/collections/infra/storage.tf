resource "aws_s3_bucket_lifecycle_configuration" "calls_us" {
  bucket = "harbour-calls-us"

  rule {
    id     = "recordings"
    status = "Enabled"

    expiration {
      days = 1096
    }
  }
}
