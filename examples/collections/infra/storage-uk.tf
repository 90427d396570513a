resource "aws_s3_bucket_lifecycle_configuration" "calls_uk" {
  bucket = "harbour-calls-uk"

  rule {
    id     = "recordings"
    status = "Enabled"

    expiration {
      days = 184
    }
  }
}
